"""Every column and code described once (数据字典)."""
