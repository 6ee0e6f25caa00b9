"""Serves trackio's dashboard, which takes points over HTTP, until it is killed; prints its address with the token that writes need."""
import sys

import trackio

trackio.show(open_browser=False, block_thread=False, server_port=int(sys.argv[1]))
sys.stdin.read()
