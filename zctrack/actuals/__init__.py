"""The actuals (实绩): figures that bodies report, from their files to one table."""
