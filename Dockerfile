# syntax=docker/dockerfile:1
# The words, the migrations and the manifest are built into the binary, so the image holds nothing else of ours.
FROM rust:1-slim-bookworm AS build
WORKDIR /src
COPY . .
# The caches outlive a build, so the binary has to leave them in the same step.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --release --locked --bin viceversa \
    && install -D target/release/viceversa /out/viceversa

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin viceversa \
    && install -d -o viceversa -g viceversa /data
COPY --from=build /out/viceversa /usr/local/bin/viceversa
COPY LICENSE-APACHE LICENSE-MIT /usr/share/doc/viceversa/
USER viceversa
WORKDIR /data
VOLUME /data
# SQLite until another database is named; inside a container the loopback address would be out of reach.
ENV DATABASE_URL=sqlite:///data/viceversa.db \
    LISTEN=0.0.0.0:3000
EXPOSE 3000
ENTRYPOINT ["viceversa"]
CMD ["serve"]
