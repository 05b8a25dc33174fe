namespace Artic.Messaging.Records;

/// <summary>A message that can be parsed into again without an allocation.</summary>
public interface IReusable
{
    /// <summary>Sets every field to what protobuf takes for absent.</summary>
    void Reset();
}
