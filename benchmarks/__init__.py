"""What only measures, and the baselines that it compares with."""
