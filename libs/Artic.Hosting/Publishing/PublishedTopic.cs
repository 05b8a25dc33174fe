using System.Text;
using Artic.V1;

namespace Artic.Hosting.Publishing;

/// <summary>One topic of a stream: its first frame, and the last sequence that went by under it.</summary>
internal sealed class PublishedTopic
{
    private readonly TopicPosition _position;

    public PublishedTopic(string stream, string kind, string subject)
    {
        string name = $"{stream}.{kind}.{subject}.";
        Frame = Encoding.UTF8.GetBytes(name);
        _position = new TopicPosition { Topic = name };
    }

    /// <summary>Ends in a point, so that a subscription to one name never takes a longer one too.</summary>
    public byte[] Frame { get; }

    /// <summary>0 before the first.</summary>
    public long LastSequence { get; set; }

    /// <summary>No heartbeat has told of <see cref="LastSequence"/> yet.</summary>
    public bool IsUntold => _position.LastSequence != (ulong)LastSequence;

    /// <summary>The position for a heartbeat, told from now on. Owner: this topic; the same object each time.</summary>
    public TopicPosition Tell()
    {
        _position.LastSequence = (ulong)LastSequence;
        return _position;
    }
}
