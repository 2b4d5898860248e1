"""The grammar (文法): rules as data."""
