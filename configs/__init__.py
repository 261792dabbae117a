"""Training recipes: one YAML file each, typed."""

from hadath.configs.recipe import Recipe, load_recipe

__all__ = ["Recipe", "load_recipe"]
