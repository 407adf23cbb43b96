"""What the gateway serves over HTTP: pages, the widget's socket, health and metrics."""
