using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Artic.Hosting.Kill;
using Artic.Streams.Native;

namespace Artic.Hosting.Accounts;

/// <summary>
/// What outlives a run: the kill latch with its history, the epoch of the client order ids. All
/// of it is synced to disk before a call returns. Thread: any, in any process; kills and resumes are single appended
/// lines. Errors: <see cref="IOException"/>; a history that cannot be read counts as killed.
/// </summary>
public sealed class AccountFolder
{
    private readonly string _kills;
    private readonly string _epoch;
    private readonly Lock _tailGate = new();
    private KillHistory _tail = new();
    private long _tailAt;

    /// <param name="folder">The account's folder; made where it is missing.</param>
    public AccountFolder(string folder)
    {
        _ = Directory.CreateDirectory(folder);
        _kills = Path.Combine(folder, "kills.jsonl");
        _epoch = Path.Combine(folder, "epoch");
    }

    /// <summary>Highest killed and highest resumed generation of everything. Halted where the first is above the second.</summary>
    public (long Killed, long Resumed) ReadLatch()
    {
        KillHistory history = ReadHistory();
        return (history.Whole.Killed, history.Whole.Resumed);
    }

    /// <summary>All kills, resumes and requests, of everything and of single scopes.</summary>
    public KillHistory ReadHistory()
    {
        KillHistory history = new();
        foreach (string line in File.Exists(_kills) ? File.ReadAllLines(_kills) : [])
        {
            if (line.Length > 0)
            {
                history.Add(Parse(Encoding.UTF8.GetBytes(line)));
            }
        }

        return history;
    }

    /// <summary>
    /// The highest generation of any line. Reads only what was appended since the last call: a kill is not slower for a long
    /// history.
    /// </summary>
    public long HighestGeneration()
    {
        lock (_tailGate)
        {
            if (!File.Exists(_kills))
            {
                return 0;
            }

            using FileStream file = new(_kills, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            if (file.Length < _tailAt)
            {
                // Somebody has put another file in its place.
                (_tail, _tailAt) = (new KillHistory(), 0);
            }

            byte[] appended = new byte[file.Length - _tailAt];
            file.Position = _tailAt;
            file.ReadExactly(appended);
            int begin = 0;
            for (int end; (end = appended.AsSpan(begin).IndexOf((byte)'\n')) >= 0; begin += end + 1)
            {
                if (end > 0)
                {
                    _tail.Add(Parse(appended.AsSpan(begin, end)));
                }
            }

            _tailAt += begin;

            // Half a line at the end is a kill until the rest of it has come.
            return begin == appended.Length ? _tail.Highest : _tail.Highest + 1;
        }
    }

    /// <summary>Grows with every kill and resume: tells cheaply that the latch is worth reading again.</summary>
    public long LatchVersion() => File.Exists(_kills) ? new FileInfo(_kills).Length : 0;

    /// <summary>Records a kill of everything and syncs it.</summary>
    public void AppendKill(long generation, string by, string reason, long utcNs) =>
        AppendKill(generation, new KillRequest(by, reason), utcNs);

    /// <summary>Records a kill and syncs it.</summary>
    public void AppendKill(long generation, KillRequest kill, long utcNs) => Append(new LatchLine
    {
        Event = LatchLine.Kill, Generation = generation, Scope = kill.Scope.IsWhole ? null : kill.Scope.Name,
        Flatten = kill.Flatten, By = kill.By, Reason = kill.Reason, UtcNs = utcNs,
    });

    /// <summary>Records that a named person resumes <paramref name="generation"/> of everything and syncs it.</summary>
    public void AppendResume(long generation, string by, string reason, long utcNs) =>
        AppendResume(LatchLine.Resume, generation, KillScope.Whole, by, reason, utcNs);

    /// <summary>Records a resume, or the request for one, and syncs it.</summary>
    public void AppendResume(string latchEvent, long generation, KillScope scope, string by, string reason, long utcNs) =>
        Append(new LatchLine
        {
            Event = latchEvent, Generation = generation, Scope = scope.IsWhole ? null : scope.Name, By = by, Reason = reason,
            UtcNs = utcNs,
        });

    /// <summary>Takes the next epoch; two runs never get the same one.</summary>
    public long TakeEpoch()
    {
        using FileStream gate = new(_epoch + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        long last = 0;
        if (File.Exists(_epoch) && !long.TryParse(File.ReadAllText(_epoch).Trim(), NumberStyles.None, null, out last))
        {
            throw new IOException(
                $"{_epoch} holds no number: client order ids would begin again; write a number above every epoch used");
        }

        string next = _epoch + ".next";
        using (FileStream file = new(next, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes($"{last + 1}"));
            file.Flush(flushToDisk: true);
        }

        File.Move(next, _epoch, overwrite: true);
        return last + 1;
    }

    private static LatchLine? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, AccountJson.Default.LatchLine);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void Append(LatchLine line)
    {
        // The first newline ends what a power cut may have left; ReadHistory passes over empty lines.
        byte[] text =
            [(byte)'\n', .. JsonSerializer.SerializeToUtf8Bytes(line, AccountJson.Default.LatchLine), (byte)'\n'];
        AppendOnlyFile.Append(_kills, text);
    }
}

/// <summary>JSON of the account's files, made at build time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(LatchLine))]
public sealed partial class AccountJson : JsonSerializerContext;
