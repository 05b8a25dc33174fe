using System.Text;

namespace Artic.Hosting.Publishing;

/// <summary>One topic of a publisher: its first frame, and the last sequence that went out under it.</summary>
internal sealed class PublishedTopic(string stream, string kind, string subject)
{
    /// <summary>Ends in a point, so that a subscription to one name never takes a longer one too.</summary>
    public byte[] Frame { get; } = Encoding.UTF8.GetBytes($"{stream}.{kind}.{subject}.");

    /// <summary>0 before the first.</summary>
    public long LastSequence { get; set; }
}
