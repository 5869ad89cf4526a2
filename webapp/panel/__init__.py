"""The anchors' control panel, and the API by which newsroom systems do the same."""
