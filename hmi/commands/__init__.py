"""Everything a dispatcher can do, in one registry; menus, buttons, keys and the palette read it."""
