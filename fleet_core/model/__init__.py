"""What the fleet talks about: layout, vehicles, orders, routes. Frozen dataclasses and enums only.

Conventions, everywhere: metres, seconds, radians, kilowatt hours; x right, y up, headings counter-
clockwise from x; frame ``map``; times are seconds on the fleet's own clock (simulated or real).
"""
