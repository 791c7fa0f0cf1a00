"""Users in Wagtail's back office: known by address, without passwords set by others."""
