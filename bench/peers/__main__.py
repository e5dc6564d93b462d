"""`python -m bench.peers NAME`: serve one as we serve ourselves, by uvicorn with its fastest loop and parser."""

import os
import sys

import uvicorn

if __name__ == "__main__":
    uvicorn.run(f"bench.peers.{sys.argv[1]}:app", port=int(os.environ["PORT"]), access_log=False, log_level="warning")
