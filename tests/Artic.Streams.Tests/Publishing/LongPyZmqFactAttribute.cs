namespace Artic.Streams.Tests.Publishing;

/// <summary>One of those that takes long; it runs with <c>./artic test --long</c>, which sets ARTIC_LONG.</summary>
public sealed class LongPyZmqFactAttribute : PyZmqFactAttribute
{
    public LongPyZmqFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("ARTIC_LONG") != "1")
        {
            Skip = "takes long: ./artic test --long";
        }
    }
}
