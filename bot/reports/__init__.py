"""Reports for people: PDFs of an assessment and of a profile, the ladder and the profile chart."""
