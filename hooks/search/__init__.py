"""The Russian search: text pipeline, index builder, browser scripts. Knows neither MkDocs nor Material."""
