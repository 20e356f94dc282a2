"""How facts become something a person reads: filters for pages and papers, and papers as PDF."""
