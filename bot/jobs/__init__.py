"""Admin work that takes its time, in processes of its own; backup, replay and health checks."""
