"""A believable ministry, built by running the acts on a moved clock. Everything in it is made up."""
