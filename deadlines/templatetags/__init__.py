"""What every room's templates may load."""
