namespace Artic.VenueSimulator.Languages;

/// <summary>
/// CRC-32 as in IEEE 802.3 and zlib: reflected, polynomial 0xEDB88320, all ones before and after. Thread: any.
/// </summary>
public static class Crc32
{
    private static readonly uint[] s_table = MakeTable();

    /// <summary>The checksum of ASCII text.</summary>
    public static uint Of(ReadOnlySpan<char> text)
    {
        uint sum = uint.MaxValue;
        foreach (char letter in text)
        {
            sum = s_table[(sum ^ letter) & 0xFF] ^ (sum >> 8);
        }

        return ~sum;
    }

    private static uint[] MakeTable()
    {
        uint[] table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint entry = i;
            for (int bit = 0; bit < 8; bit++)
            {
                entry = (entry & 1) == 1 ? (entry >> 1) ^ 0xEDB88320 : entry >> 1;
            }

            table[i] = entry;
        }

        return table;
    }
}
