SELECT oldest FROM compatibility
