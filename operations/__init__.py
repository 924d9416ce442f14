"""Running the installation: health, first start, demo, backup. It calls the rooms below and holds no rule of its own."""
