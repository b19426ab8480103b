"""The files that kg writes: locks of folders, manifests, digests, and writes that outlive the loss of power."""
