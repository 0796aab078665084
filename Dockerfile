# syntax=docker/dockerfile:1

# A small image of Toward alone. It holds no PostgreSQL, so it needs DATABASE_URL; docker-compose.yml brings both.

FROM rust:1-slim-bookworm AS build
WORKDIR /build
COPY . .
# Queries are checked against the committed cache: no database is needed to build.
ENV SQLX_OFFLINE=true
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/build/target \
    cargo build --release --locked --bin toward \
    && cp target/release/toward /toward

# The C library, root certificates and nothing else: no shell, no package manager.
FROM gcr.io/distroless/cc-debian12:nonroot
COPY --from=build /toward /usr/local/bin/toward
USER 65532:65532
ENV TOWARD_LISTEN=0.0.0.0:3000
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=6s --start-period=90s CMD ["/usr/local/bin/toward", "healthcheck"]
ENTRYPOINT ["/usr/local/bin/toward"]
