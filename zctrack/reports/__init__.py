"""The reports (报告): documents for people."""
