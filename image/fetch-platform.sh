#!/usr/bin/env bash
# Gets what the root file system of an architecture is made of, whatever the architecture of this machine: the Node.js of
# this workspace from its npm package, and the shared libraries from Debian's packages. Needs a Debian, npm and no root.
#
#     image/fetch-platform.sh amd64|arm64 FOLDER
#
# Leaves FOLDER/node/bin/node and FOLDER/system, for `image/make-root.ts --node … --system …`.
set -euo pipefail

arch=${1:-} folder=${2:-}
case $arch in
  amd64) npm_arch=x64 ;;
  arm64) npm_arch=arm64 ;;
  *)
    echo "The architecture is \"$arch\"; expected amd64 or arm64, and then a folder." >&2
    exit 2
    ;;
esac
if [[ -z $folder || -e $folder ]]; then
  echo "The folder is \"$folder\"; expected the path of one that does not exist yet." >&2
  exit 2
fi
workspace=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
mkdir -p "$folder"/{node,system,packages} "$folder"/apt/{lists,cache}/partial

# npm refuses a tarball that is not the one whose checksum (`dist.integrity`) the registry has for this exact version, and
# apt one that the lists signed by Debian do not have.
version=$("$workspace/node_modules/node/bin/node" --version)
npm pack --loglevel=error --pack-destination "$folder/packages" "node-linux-$npm_arch@${version#v}" > /dev/null
tar -xzf "$folder/packages/node-linux-$npm_arch-${version#v}.tgz" -C "$folder/node" --strip-components=1
[[ -f $folder/node/LICENSE ]] || { echo "node-linux-$npm_arch holds no LICENSE; expected one to ship with it." >&2; exit 1; }

# A state of its own, so that neither the machine's list of architectures nor its packages change.
apt=(-qq -o "APT::Architecture=$arch" -o "APT::Architectures=$arch" -o "Dir::State::lists=$folder/apt/lists"
  -o Dir::State::status=/dev/null -o "Dir::Cache=$folder/apt/cache" -o APT::Sandbox::User=root)
apt-get "${apt[@]}" update
cd "$folder/packages"
apt-get "${apt[@]}" download libc6 libgcc-s1 libstdc++6
# Holds the licence of the two libraries of GCC.
base=$(dpkg-deb --field libgcc-s1_*.deb Depends | grep -o 'gcc-[0-9]*-base')
apt-get "${apt[@]}" download "$base"
for package in ./*.deb; do dpkg-deb --extract "$package" "$folder/system"; done
for name in libc6 libgcc-s1 libstdc++6; do
  [[ -f $folder/system/usr/share/doc/$name/copyright ]] || { echo "$name holds no copyright; expected one to ship with it." >&2; exit 1; }
done
