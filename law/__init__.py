"""The circular as code: clauses, the count of days, terms and the clock."""
