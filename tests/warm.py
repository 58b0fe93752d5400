"""Read once by the process from which servers are forked: the product's modules, and what it makes of them."""

import app.cli.server
import app.main
from app.settings import Settings

WARM = (app.cli.server, app.main.create_app(Settings(database_url="sqlite://")))
