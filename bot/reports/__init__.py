"""PDF reports: one assessment, or all of them. Import `bot.reports.assessment` or `bot.reports.profile`."""
