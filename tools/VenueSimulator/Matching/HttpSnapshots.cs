using System.Text;
using Artic.Core.Domain;

namespace Artic.VenueSimulator.Matching;

/// <summary>
/// Depth snapshots in cryptofeed's captures of HTTP: a line for each answer, <c>URL -&gt; seconds: body</c>. Thread: any; blocks
/// on the file.
/// </summary>
public static class HttpSnapshots
{
    /// <summary>
    /// The first snapshot of a symbol. InvalidDataException where there is none or it is malformed; IOException where the file
    /// cannot be read.
    /// </summary>
    public static ReplayFrame Find(string path, string symbol)
    {
        HashSet<string> found = [];
        foreach (string line in File.ReadLines(path))
        {
            int arrow = line.IndexOf(" -> ", StringComparison.Ordinal);
            int body = arrow < 0 ? -1 : line.IndexOf(": ", arrow, StringComparison.Ordinal);
            if (body < 0 || !line.AsSpan(0, arrow).Contains("/depth?", StringComparison.Ordinal))
            {
                continue;
            }

            string named = NameIn(line[..arrow]);
            found.Add(named);
            if (named == symbol
                && FixedPoint.TryParse(Encoding.ASCII.GetBytes(line[(arrow + 4)..body]), ReplayLineReader.SecondsScale, out long ns))
            {
                ReplayFrame frame = ReplayFrame.Parse(ns, Encoding.UTF8.GetBytes(line[(body + 2)..]));
                return frame.IsSnapshot ? frame : throw new InvalidDataException($"{path}: what it has of {symbol} is no depth snapshot");
            }
        }

        throw new InvalidDataException(
            $"{path} has no depth snapshot of {symbol}" + (found.Count > 0 ? $", only of {string.Join(", ", found.Order())}" : ""));
    }

    private static string NameIn(string url)
    {
        foreach (string part in url[(url.IndexOf('?', StringComparison.Ordinal) + 1)..].Split('&'))
        {
            if (part.StartsWith("symbol=", StringComparison.Ordinal))
            {
                return part["symbol=".Length..];
            }
        }

        return "";
    }
}
