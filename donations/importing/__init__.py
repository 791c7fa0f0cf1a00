"""Files of donors, gifts and sponsorships, read and judged row by row. Nothing here writes: services do."""
