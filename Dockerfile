# The browser's libraries, the Python packages, and then only what runs: no npm and no compiler in the last image.

FROM node:22-slim AS browser
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci

FROM python:3.11-slim AS build
WORKDIR /build
RUN python -m venv /venv
COPY requirements.lock ./
RUN /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock
COPY . .
COPY --from=browser /build/node_modules node_modules
RUN /venv/bin/python hatch_build.py && rm -rf node_modules && /venv/bin/python -m compileall -q .

FROM python:3.11-slim
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin ess \
    && install -d -o ess -g ess -m 0700 /data /spool
COPY --from=build /venv /venv
COPY --from=build /build /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOST=0.0.0.0 \
    PORT=8000 \
    DATABASE_URL=sqlite:////data/ess.db \
    MEDIA_DIR=/data/media \
    SPOOL_DIR=/spool
USER ess
VOLUME /data /spool
EXPOSE 8000
# Alive, not ready: a backlog must never get the process killed.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=4 \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/healthz', timeout=4)"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["serve"]
