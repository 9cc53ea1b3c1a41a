"""The pages: one module for each, a package for the editor of visits."""
