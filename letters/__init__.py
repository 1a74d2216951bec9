"""Letters: records requests under the Minnesota Government Data Practices Act, printed fit to mail."""

__version__ = "0.1.0"
