# docker build -f test/e2e/consul.Dockerfile -t NAME FOLDER: a Consul agent, from the folder with its one static file.
FROM scratch
COPY --chmod=0555 consul /bin/consul
USER 65534:65534
ENV PATH=/bin
ENTRYPOINT ["/bin/consul"]
