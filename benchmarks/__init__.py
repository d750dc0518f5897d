"""What only measures, and the baselines it compares with; not part of the installed product."""
