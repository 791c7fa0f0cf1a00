"""The component page: what is not shown there does not exist. Staff and development only."""
