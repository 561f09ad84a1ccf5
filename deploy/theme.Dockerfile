# syntax=docker/dockerfile:1
# The website. Build it from the checkout: docker build --file deploy/theme.Dockerfile --tag aixplore-theme .

ARG NODE_IMAGE=docker.io/library/node:22-bookworm-slim

FROM ${NODE_IMAGE} AS build
ARG MEDIA_ORIGIN
ARG COLLECT_URL
ENV NEXT_TELEMETRY_DISABLED=1 MEDIA_ORIGIN=${MEDIA_ORIGIN} COLLECT_URL=${COLLECT_URL}
WORKDIR /theme
COPY themes/nextjs/package.json themes/nextjs/package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY themes/nextjs ./
RUN npm run build && npm prune --omit=dev --ignore-scripts --no-audit --no-fund \
    && npm sbom --package-lock-only --omit=dev --sbom-format=cyclonedx > sbom.cdx.json

FROM ${NODE_IMAGE}
LABEL org.opencontainers.image.title="AiXplore website" org.opencontainers.image.licenses="BSD-3-Clause"
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1
WORKDIR /theme
COPY --from=build --chown=1000:1000 /theme ./
USER 1000:1000
EXPOSE 3000
ENTRYPOINT ["node_modules/.bin/next"]
CMD ["start", "--hostname", "0.0.0.0", "--port", "3000"]
