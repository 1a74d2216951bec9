"""`letters web`: the pages that individuals use, served from their own machine; Flask only here."""
