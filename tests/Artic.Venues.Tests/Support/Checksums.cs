namespace Artic.Venues.Tests.Support;

/// <summary>CRC-32 of a text, bit by bit.</summary>
internal static class Checksums
{
    public static uint Crc32(string text)
    {
        uint crc = uint.MaxValue;
        foreach (char letter in text)
        {
            crc ^= letter;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
