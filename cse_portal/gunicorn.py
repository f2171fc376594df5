"""How gunicorn serves the portal: `gunicorn -c python:cse_portal.gunicorn cse_portal.wsgi`.

Threads, because a synchronous worker stops answering while a slow upload drips in.
"""

worker_class = "gthread"
workers = 2
threads = 12
preload_app = True
graceful_timeout = 10
control_socket_disable = True
loglevel = "warning"
