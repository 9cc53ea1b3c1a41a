"""The editor of visits: a frame and ten sections."""
