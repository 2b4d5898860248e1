"""File formats (文件格式): one each, nothing of notices."""
