"""What Rung learns from coaches' decisions: a calibration of the level model, and example phrases."""
