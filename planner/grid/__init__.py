"""Planning on grid maps, as the published problems have them: what benchmarks compare with.

Maps, scenarios, plans and distances are here; the planners in one_shot and lifelong.
"""
