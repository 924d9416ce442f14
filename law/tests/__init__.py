"""What the count of days must give, case by case."""
