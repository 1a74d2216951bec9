"""What a user can do, as functions. The command line, the web page and batches all call these."""
