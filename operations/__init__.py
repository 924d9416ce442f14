"""Running the installation: health, first start, demo, backup. Calls the rooms below; holds no rule of its own."""
