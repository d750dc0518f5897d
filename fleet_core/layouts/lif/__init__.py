"""LIF 1.0 (VDMA): the companion of VDA 5050."""
