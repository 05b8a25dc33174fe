using System.Buffers.Binary;
using System.Security.Cryptography;
using Artic.Streams.Log;

namespace Artic.EndToEnd.Tests.Running;

/// <summary>The bytes of an archived segment, to be spoilt by a test.</summary>
internal sealed class ArchiveBytes
{
    private const int EntryBytes = sizeof(long) + SHA256.HashSizeInBytes;

    private readonly string _checksums;

    /// <param name="paths">A run that has ended.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="index">Which of its segments.</param>
    public ArchiveBytes(RunPaths paths, StreamId stream, int index = 0)
    {
        Segment = Path.Combine(paths.ArchiveStream(stream), $"{index:D8}.seg");
        _checksums = Path.ChangeExtension(Segment, ".sha256");
    }

    /// <summary>The segment's file.</summary>
    public string Segment { get; }

    /// <summary>Where a record's payload stands; fails the test unless that is one place.</summary>
    public int PlaceOf(byte[] payload)
    {
        ReadOnlySpan<byte> all = File.ReadAllBytes(Segment);
        int place = all.IndexOf(payload);
        Assert.True(place >= 0, $"{Segment} does not have these {payload.Length} bytes");
        Assert.True(all[(place + 1)..].IndexOf(payload) < 0, "these bytes stand there twice");
        return place;
    }

    /// <summary>Turns the lowest bit of a byte around.</summary>
    public void Flip(int place)
    {
        byte[] all = File.ReadAllBytes(Segment);
        all[place] ^= 1;
        File.WriteAllBytes(Segment, all);
    }

    /// <summary>Makes the checksum of the block around a place right again, as a forger would.</summary>
    public void Forge(int place)
    {
        byte[] all = File.ReadAllBytes(Segment);
        byte[] entries = File.ReadAllBytes(_checksums);
        int begin = 0;
        for (int at = 0; at < entries.Length; at += EntryBytes)
        {
            int end = (int)BinaryPrimitives.ReadInt64LittleEndian(entries.AsSpan(at));
            if (place >= begin && place < end)
            {
                _ = SHA256.HashData(all.AsSpan(begin, end - begin), entries.AsSpan(at + sizeof(long)));
                File.WriteAllBytes(_checksums, entries);
                return;
            }

            begin = end;
        }

        Assert.Fail($"no block of {_checksums} has byte {place}");
    }

    /// <summary>Takes the last block away, and its checksum: what is left is whole.</summary>
    public void CutBlock()
    {
        byte[] entries = File.ReadAllBytes(_checksums);
        Assert.True(entries.Length >= 2 * EntryBytes, $"{_checksums} has one block only");
        byte[] all = File.ReadAllBytes(Segment);
        long end = BinaryPrimitives.ReadInt64LittleEndian(entries.AsSpan(entries.Length - (2 * EntryBytes)));
        File.WriteAllBytes(Segment, all[..(int)end]);
        File.WriteAllBytes(_checksums, entries[..^EntryBytes]);
    }

    /// <summary>Writes other bytes at a place.</summary>
    public void Write(int place, params byte[] bytes)
    {
        byte[] all = File.ReadAllBytes(Segment);
        bytes.CopyTo(all, place);
        File.WriteAllBytes(Segment, all);
    }
}
