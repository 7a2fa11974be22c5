# One desktop: what the drivers `docker` and `kubernetes` run, a container a desktop.
#
#   docker build -f docker/Dockerfile -t onedollaragent .                    the product, which this takes its programs from
#   docker build -f docker/desktop.Dockerfile -t onedollaragent-desktop .
#
# BASE is the product's; PRODUCT the product's image, of the same release as the api that runs.
ARG BASE=debian:12-slim
ARG PRODUCT=onedollaragent

FROM ${PRODUCT} AS product

FROM ${BASE}
# The same packages by the same command as in the product's image, so that engines keep the layer once.
RUN apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
      bubblewrap chromium fonts-liberation fonts-noto-color-emoji fonts-wqy-zenhei openbox pulseaudio \
      tigervnc-standalone-server tini \
 && apt-get clean && rm -rf /var/lib/apt/lists/*
COPY --from=product /usr/local/bin/node /opt/desktop/node
COPY --from=product /app/dist/apps/api/src/desktops/drivers/process/supervisor /opt/desktop/supervisor
# What the supervisor lays out is mounted read-only at /run/given, and found where programs look.
RUN ln -s supervisor/init /opt/desktop/init \
 && mkdir -p /home/desktop /run/desktop /run/sockets /run/given /etc/chromium/policies/managed /etc/desktop \
 && ln -s /run/given/policies.json /etc/chromium/policies/managed/desktop.json \
 && ln -s /run/given/openbox.xml /etc/desktop/openbox.xml
USER 10001:10001
ENTRYPOINT ["tini", "--", "/opt/desktop/node", "--max-old-space-size=64", "/opt/desktop/init/main.js"]
